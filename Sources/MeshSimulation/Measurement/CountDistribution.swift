/// How often each small count occurred.
package struct CountDistribution: Sendable, Equatable {
    /// By the count.
    package private(set) var frequencies: [Int] = []
    package private(set) var total = 0
    package private(set) var sum = 0

    package init(_ counts: [Int] = []) {
        for count in counts { add(count) }
    }

    /// **Precondition:** from 0 on.
    package mutating func add(_ count: Int) {
        precondition(count >= 0, "\(count)")
        while frequencies.count <= count { frequencies.append(0) }
        frequencies[count] += 1
        total += 1
        sum += count
    }

    /// The mean in hundredths, rounded to the nearest; 0 of none.
    package var meanHundredths: Int {
        total == 0 ? 0 : (200 * sum + total) / (2 * total)
    }

    package var least: Int { frequencies.firstIndex { $0 > 0 } ?? 0 }
    package var most: Int { max(frequencies.count - 1, 0) }
    package var median: Int { quantile(permille: 500) }

    /// The least count that so many of a thousand do not exceed; 0 of none.
    package func quantile(permille: Int) -> Int {
        var seen = 0
        for (count, frequency) in frequencies.enumerated() {
            seen += frequency
            if seen * 1_000 >= total * permille { return count }
        }
        return 0
    }
}
