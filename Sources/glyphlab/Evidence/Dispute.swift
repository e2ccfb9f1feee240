import ArgumentParser

/// Two runs that differ, before a referee.
struct Dispute: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring two differing runs down to one dot product before a referee.",
        subcommands: [DisputePlay.self, DisputePartyCommand.self],
        defaultSubcommand: DisputePlay.self)
}
