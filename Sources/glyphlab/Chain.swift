import ArgumentParser

struct Chain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge chains of proofs of inference.",
        discussion: "Example: glyphlab chain verify chain.json --model path/to/gpt2",
        subcommands: [ChainVerify.self])
}
