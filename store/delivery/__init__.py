"""How people are told of alarms: webhooks and e-mail, by nothing but the standard library."""
