"""A pretended Slack workspace on loopback: speaks Slack's protocol over real HTTP and is as strict as Slack."""
