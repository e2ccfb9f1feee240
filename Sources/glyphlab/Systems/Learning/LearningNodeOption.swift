import ArgumentParser

/// The node that a client asks.
struct LearningNodeOption: ParsableArguments {
    @Option(help: ArgumentHelp("The node's URL.", valueName: "url"))
    var node: ServerURL

    var calls: LearningNodeCalls { LearningNodeCalls(url: node.text) }
}
