"""Words as marks: names, invoices, days, sums, phrases, each in its place; nothing is interpreted."""
