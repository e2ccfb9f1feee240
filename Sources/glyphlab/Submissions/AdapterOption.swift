import ArgumentParser

struct AdapterOption: ParsableArguments {
    @Option(
        name: .customLong("adapter"),
        help: """
            A command that starts an adapter, for /bin/sh: scripts attack the node behind it, as \
            the system external (Adversarial/NODES.md). It runs with your rights.
            """)
    var command: String?
}
