import ArgumentParser

/// A command that has subcommands and does work of its own without one.
protocol StandaloneGroup: ParsableCommand {}
