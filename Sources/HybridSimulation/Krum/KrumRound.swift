internal import HybridChain
internal import Tensors
internal import Trials

/// The deltas that the trainers of a round would send if all were honest: a direction that they
/// have in common, and what each has of its own.
///
/// **Bounds:** a number of a delta is within ±(609 + 255) = ±864; a liar's within ±2^20.
struct KrumRound {
    let honest: [[Int64]]
    /// Random, so that no place decides between equal scores.
    let ids: [[UInt8]]

    init(_ settings: KrumSettings, number: Int) {
        var random = ActorRandom(
            seed: settings.seed, actor: "Krum, \(settings.trainerCount) trainers, round \(number)")
        let signs = Self.bytes(KrumSettings.deltaCount / 8, &random)
        let direction = (0..<KrumSettings.deltaCount).map { index in
            signs[index / 8] >> UInt8(index % 8) & 1 == 1
                ? settings.direction : -settings.direction
        }
        honest = (0..<settings.trainerCount).map { _ in
            zip(direction, Self.bytes(KrumSettings.deltaCount, &random)).map { common, byte in
                common + 2 * Int64(byte) - 255
            }
        }
        ids = (0..<settings.trainerCount).map { _ in random.bytes32() }
    }

    /// **Precondition:** a multiple of 8.
    private static func bytes(_ count: Int, _ random: inout ActorRandom) -> [UInt8] {
        (0..<count / 8).flatMap { _ in
            let word = random.next()
            return (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
        }
    }

    /// The deltas that are sent where the last so many trainers lie.
    func deltas(_ strategy: KrumStrategy, liarCount: Int) -> [[Int64]] {
        let truth = HonestDeltas(Array(honest.dropLast(liarCount)))
        let lies = (0..<liarCount).map { number in
            switch strategy {
            case .reversed: honest[truth.deltas.count + number].map { -$0 }
            case .copies: truth.nearestTurned
            case .inside: truth.weakest
            case .decoy: number == 0 ? truth.decoy : truth.accomplice
            }
        }
        return truth.deltas + lies
    }
}

/// The honest deltas of a round, as liars know them.
struct HonestDeltas {
    let deltas: [[Int64]]
    /// H: m times their mean, for m deltas. **Bounds:** 21 · 864 < 2^15.
    let sum: [Int64]
    /// |H|². **Bounds:** 256 · 2^30 = 2^38.
    let sumSquare: Int64

    init(_ deltas: [[Int64]]) {
        self.deltas = deltas
        sum = deltas.dropFirst().reduce(deltas[0]) { sum, delta in
            zip(sum, delta).map { $0 + $1 }
        }
        sumSquare = Self.dot(sum, sum)
    }

    private var count: Int64 { Int64(deltas.count) }

    static func dot(_ one: [Int64], _ other: [Int64]) -> Int64 {
        zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    }

    static func squaredDistance(_ one: [Int64], _ other: [Int64]) -> Int64 {
        zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }

    /// How far each goes along H.
    var projections: [Int64] { deltas.map { Self.dot($0, sum) } }

    // MARK: Lies

    /// The honest delta that goes least along H, moved along H until it goes against it, by a 32nd
    /// of the mean's length. **Bounds:** 2^38 · 2^15 = 2^53.
    var nearestTurned: [Int64] {
        let projections = projections
        let place = projections.indices.min { projections[$0] < projections[$1] } ?? 0
        let way = projections[place] + sumSquare / (32 * count)
        return zip(deltas[place], sum).map { number, part in
            number - FixedPoint.floorDivide(way * part, max(sumSquare, 1))
        }
    }

    /// The mean, moved against H by the distance of the honest delta that is farthest from it.
    var weakest: [Int64] {
        let farthest = deltas.map { delta in
            zip(delta, sum).reduce(Int64(0)) { square, pair in
                let difference = count * pair.0 - pair.1
                return square + difference * difference
            }
        }
        // Of m·(delta − mean), so of m times the distance.
        let reach = FixedPoint.integerSquareRoot(farthest.max() ?? 0)
        let length = max(FixedPoint.integerSquareRoot(sumSquare), 1)
        return sum.map { part in
            FixedPoint.floorDivide(part - FixedPoint.floorDivide(reach * part, length), count)
        }
    }

    /// Each number at the end of the range of dense deltas, against H.
    var decoy: [Int64] { sum.map { $0 < 0 ? HybridLimits.deltaMax : -HybridLimits.deltaMax } }

    /// The mean, four times and reversed.
    var accomplice: [Int64] { sum.map { FixedPoint.floorDivide(-4 * $0, count) } }
}
