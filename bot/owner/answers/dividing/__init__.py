"""Before a sentence is walked: slips taken back, what was left out supplied, one breath divided."""
