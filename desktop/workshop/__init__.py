"""The plugin workshop: the list of plugins, an editor for their sources, and the bench that shows what they do."""
