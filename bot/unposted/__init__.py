"""What cannot be shown in its channel: whoever is responsible is told once, and nothing is lost."""
