/// The published trainer's loop: which texts a step takes, and which steps publish.
package struct TrainingLoop: Sendable {
    /// So many texts at most a step takes.
    package static let batchCountMax = 4
    /// The steps whose number it divides publish.
    package static let publishingInterval = 10

    package let stepCount: Int
    package let textCount: Int

    package init(stepCount: Int, textCount: Int) {
        self.stepCount = max(stepCount, 0)
        self.textCount = max(textCount, 0)
    }

    package static func publishes(_ step: Int) -> Bool {
        step.isMultiple(of: publishingInterval)
    }

    /// The places of the texts that a step takes, no text twice.
    ///
    /// `draw` is the input: a number for each bound, from 0 to below it; others are brought there.
    package func batch(draw: (_ bound: Int) -> Int) -> [Int] {
        var places: [Int] = []
        for _ in 0..<min(Self.batchCountMax, textCount) {
            let bound = textCount - places.count
            // The drawn one of the places that are left.
            var place = min(max(draw(bound), 0), bound - 1)
            for taken in places.sorted() where taken <= place { place += 1 }
            places.append(place)
        }
        return places
    }
}
