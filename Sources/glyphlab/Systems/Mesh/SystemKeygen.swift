import ArgumentParser

struct SystemKeygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Draw the keys of a network's nodes, and write the network that lists them.",
        discussion: "Example: glyphlab system keygen mesh swarm --keys 3",
        subcommands: [MeshKeygen.self])
}

struct SystemKeyview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keyview",
        abstract: "Tell the public key of a node's key file.",
        discussion: "Example: glyphlab system keyview mesh swarm/node_1.key",
        subcommands: [MeshKeyview.self])
}
