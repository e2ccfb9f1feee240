import ArgumentParser

/// The seed of a run of scenarios.
struct SeedOption: ParsableArguments {
    @Option(
        name: .customLong("seed"),
        help: "Seed of all randomness: 1 to 64 lower-case hex digits.")
    var digits = "0"

    func validate() throws {
        guard digits.wholeMatch(of: /[0-9a-f]{1,64}/) != nil else {
            throw ValidationError("seed: expected 1 to 64 lower-case hex digits, got \(digits)")
        }
    }
}
