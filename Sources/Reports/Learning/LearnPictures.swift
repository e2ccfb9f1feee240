internal import Training

/// Drawn digits in a terminal: two rows of pixels a line.
enum LearnPictures {
    private static let side = DigitDrawing.side
    /// From here on a pixel counts as ink.
    private static let inkMin: UInt8 = 112

    /// The first picture of each digit, in their order.
    static func text(_ chunk: TrainingChunk) -> String {
        let places = (0..<chunk.classCount).compactMap { digit in
            (0..<chunk.sampleCount).first { chunk.label($0) == digit }
        }
        var lines: [String] = []
        for row in stride(from: 0, to: side, by: 2) {
            let line = places.map { place in
                let pixels = Array(chunk.input(place))
                return (0..<side).map { column in
                    block(
                        upper: pixels[row * side + column] >= inkMin,
                        lower: pixels[(row + 1) * side + column] >= inkMin)
                }.joined()
            }.joined(separator: " ")
            lines.append("  \(line)\n")
        }
        return lines.joined()
    }

    private static func block(upper: Bool, lower: Bool) -> String {
        switch (upper, lower) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}
