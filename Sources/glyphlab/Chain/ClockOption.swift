import ArgumentParser

/// `BASE:RATE`.
struct ClockOption: ExpressibleByArgument {
    static let rateMax = 100_000

    let baseSeconds: Int
    let rate: Int

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ part in
                (1...12).contains(part.utf8.count)
                    && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }),
            let base = Int(parts[0]), let rate = Int(parts[1]),
            base <= ChainClock.secondsMax, rate <= Self.rateMax
        else { return nil }
        baseSeconds = base
        self.rate = rate
    }
}
