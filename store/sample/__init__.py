"""The sample workspace: 26 weeks of a support assistant, as source files and as a story."""
