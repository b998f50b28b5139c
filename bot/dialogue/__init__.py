"""The weekly dialogue prompt: a small topic at the section's own hour, and three ways to take part."""
