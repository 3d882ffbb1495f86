"""What the command line's subcommands do, one file each."""
