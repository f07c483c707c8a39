"""The marks of each sentence put together: which order, of whom, with which days and sums."""
