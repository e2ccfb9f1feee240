/// Kinds that mean the same on every system.
extension StepKind {
    /// A byte string made by hand.
    package static func bytes(
        _ make: @escaping @Sendable (BytesStep) -> Operation
    ) -> StepKind {
        StepKind(
            "bytes", "Make bytes by hand: of an artefact or of hex and text, then splices.",
            StepMember<String>.makes(), .mayTake("of", "The artefact whose bytes come first."),
            .hexadecimal("hex", "Bytes."), .text("text", standard: "", "Bytes after those of hex."),
            .integer(
                "times", in: 1...1 << 24, standard: 1, "How often the content stands in a row."),
            .splices()
        ) { artefact, of, bytes, text, times, splices in
            make(
                BytesStep(
                    artefact: artefact, of: of, content: bytes + Array(text.utf8), times: times,
                    splices: splices))
        }
    }

    /// Time passes.
    package static func advance(
        _ make: @escaping @Sendable (_ seconds: Int) -> Operation
    ) -> StepKind {
        StepKind(
            "advance", "Let time pass.",
            StepMember<Int>.integer("seconds", in: 1...100_000_000, "Seconds."), make: make)
    }

    /// A kind without members.
    package static func plain(
        _ name: String, _ help: String, needsDisk: Bool = false, reach: StepReach = .anyNode,
        _ operation: Operation
    ) -> StepKind {
        StepKind(name, help, needsDisk: needsDisk, reach: reach) { operation }
    }
}
