"""The demonstration: mail servers inside the process and a story told with a simulated clock."""
