package import Cryptography

/// Pictures of digits that everybody draws alike: strokes from a table, moved, slanted and
/// stretched by numbers from a seed, with noise. Golden-bearing.
///
/// **Shapes:** a picture is [8, 8] bytes, row-major. **Units:** places are sixteenths of a pixel
/// from the upper left corner.
package enum DigitDrawing {
    package static let side = 8
    package static let classCount = 10

    /// The line of each digit's pen.
    private static let strokes: [[(x: Int, y: Int)]] = [
        [(64, 16), (90, 32), (90, 96), (64, 112), (38, 96), (38, 32), (64, 16)],
        [(46, 36), (66, 16), (66, 112)],
        [(38, 36), (52, 16), (78, 16), (90, 34), (84, 56), (38, 112), (92, 112)],
        [(38, 20), (88, 20), (60, 56), (88, 72), (86, 98), (64, 112), (38, 102)],
        [(78, 112), (78, 16), (34, 80), (96, 80)],
        [(88, 16), (44, 16), (40, 58), (72, 52), (90, 74), (82, 104), (56, 112), (36, 102)],
        [
            (82, 18), (56, 30), (40, 70), (44, 102), (66, 112), (88, 98), (86, 76), (64, 66),
            (42, 78),
        ],
        [(36, 16), (92, 16), (58, 112)],
        [
            (64, 60), (42, 44), (44, 24), (64, 16), (84, 24), (86, 44), (64, 60), (38, 80),
            (42, 104), (64, 112), (86, 104), (90, 80), (64, 60),
        ],
        [(86, 48), (64, 60), (42, 50), (42, 28), (64, 16), (86, 28), (86, 60), (74, 112)],
    ]

    /// How far from the pen's line there is ink.
    private static let penRadius = 20

    /// Samples 0 to count − 1 of the draws (tag, seed, sample): each its picture, then its digit.
    ///
    /// **Throws:** ``TrainingError/outOfRange(name:value:bounds:)`` unless the count is 1 or more,
    /// and the bytes are those of one chunk at most.
    package static func chunk(
        tag: String, seed: Digest, count: Int
    ) throws(TrainingError) -> TrainingChunk {
        let inputCount = side * side
        try TrainingError.check(
            "sampleCount", count, in: 1...TrainingChunk.byteCountMax / (inputCount + 1))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * (inputCount + 1))
        for sample in 0..<count {
            var draw = TrainingDraw(tag: tag, seed: seed, number: UInt64(sample))
            let digit = draw.number(below: classCount)
            bytes += picture(digit, &draw)
            bytes.append(UInt8(digit))
        }
        return try TrainingChunk(inputCount: inputCount, classCount: classCount, bytes: bytes)
    }

    /// The numbers in the order in which they are drawn: slant, move to the right, move down,
    /// width, height, ink; then each point's own two; then each pixel's noise.
    private static func picture(_ digit: Int, _ draw: inout TrainingDraw) -> [UInt8] {
        let slant = draw.number(below: 33) - 16
        let right = draw.number(below: 33) - 16
        let down = draw.number(below: 25) - 12
        let width = draw.number(below: 7) + 12
        let height = draw.number(below: 5) + 13
        let ink = draw.number(below: 96) + 160
        var points: [(x: Int, y: Int)] = []
        for (x, y) in strokes[digit] {
            let (offX, offY) = (draw.number(below: 9) - 4, draw.number(below: 9) - 4)
            points.append(
                (
                    64 + ((x - 64) * width) >> 4 + (slant * (64 - y)) >> 6 + right + offX,
                    64 + ((y - 64) * height) >> 4 + down + offY
                ))
        }
        let covered = covered(points)
        let most = penRadius * penRadius
        return covered.map { UInt8(min($0 * ink / most + Int(draw.word() & 63), 255)) }
    }

    /// How near the pen comes to each pixel, 0 to penRadius².
    private static func covered(_ points: [(x: Int, y: Int)]) -> [Int] {
        var covered = [Int](repeating: 0, count: side * side)
        for (from, to) in zip(points, points.dropFirst()) {
            for part in 0...8 {
                let x = (from.x * (8 - part) + to.x * part) >> 3
                let y = (from.y * (8 - part) + to.y * part) >> 3
                for row in max(y >> 4 - 1, 0)...min(max(y >> 4 + 1, 0), side - 1) {
                    for column in max(x >> 4 - 1, 0)...min(max(x >> 4 + 1, 0), side - 1) {
                        let nearX = penRadius - abs(column * 16 + 8 - x)
                        let nearY = penRadius - abs(row * 16 + 8 - y)
                        guard nearX > 0, nearY > 0 else { continue }
                        let place = row * side + column
                        covered[place] = max(covered[place], nearX * nearY)
                    }
                }
            }
        }
        return covered
    }
}
