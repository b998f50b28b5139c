"""What is true, and what people see of it."""
