internal import BigInt
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// Addresses that a gateway calls, and asks of anybody.
enum NetworkAttacks {
    static let replays: [AttackReplay] = [
        AttackReplay(
            "NET-41", "a node registers an inner address (the call meets no route here)",
            innerAddress),
        AttackReplay("NET-43", "three honest asks of 100, four subkeys of 1", cheapAsks),
    ]

    @Sendable private static func innerAddress() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.register(url: "http://169.254.0.1/inner")
        let outcome = try world.post("/inference", ["prompt": .text("hi")])
        return [
            ("called", .list(world.network.callURLs.map(PythonValue.text))),
            ("exception", outcome.fate),
        ]
    }

    @Sendable private static func cheapAsks() throws -> [(String, PythonValue)] {
        let directory = PublishedDirectory()
        let world = try AttackWorld(directory: directory)
        for (number, ask) in [100, 100, 100, 1, 1, 1, 1].enumerated() {
            directory.publish(
                askText: "{\"milli_glyph_per_1k\": \(ask)}", of: PythonText("key-\(number)"),
                at: world.now)
        }
        let outcome = try world.post(
            "/price/quote", ["input_tokens": .integer(0), "output_tokens": .integer(1000)])
        return [("per_1k", try outcome.member("milli_glyph_per_1k"))]
    }
}
