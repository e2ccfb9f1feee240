import ArgumentParser

/// The node that a client asks.
struct HybridNodeOption: ParsableArguments {
    @Option(help: ArgumentHelp("The node's URL.", valueName: "url"))
    var node: ServerURL

    var calls: HybridNodeCalls { HybridNodeCalls(url: node.text) }
}
