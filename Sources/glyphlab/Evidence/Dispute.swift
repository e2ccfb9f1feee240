import ArgumentParser

/// Two runs that differ, before a referee.
struct Dispute: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring two differing runs down to one dot product before a referee.",
        discussion: """
            The word 'play' may be left out; 'glyphlab dispute play --help' explains more.
            Example: glyphlab dispute ours.trace theirs.trace --model Models/glyph-nano
            """,
        subcommands: [DisputePlay.self, DisputePartyCommand.self],
        defaultSubcommand: DisputePlay.self)
}
