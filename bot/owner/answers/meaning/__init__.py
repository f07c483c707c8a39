"""What an order means in answer to this mail: commands in, acts out."""
