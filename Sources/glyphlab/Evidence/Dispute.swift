import ArgumentParser

/// Two runs that differ, before a referee.
struct Dispute: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring two differing runs down to one dot product before a referee.",
        discussion: """
            Without a subcommand, 'play' is meant: 'glyphlab dispute play --help' has its options.
            Example: glyphlab dispute ours.trace theirs.trace --model Models/glyph-nano
            """,
        subcommands: [DisputePlay.self, DisputePartyCommand.self],
        defaultSubcommand: DisputePlay.self)
}
