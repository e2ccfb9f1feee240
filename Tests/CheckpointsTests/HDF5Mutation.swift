import Encodings
import Foundation
import TestSupport

/// A small valid HDF5 file, with the places of its elements, and what can be done to it.
struct HDF5Base: Sendable {
    let name: String
    let bytes: [UInt8]
    /// Of each tensor: the bytes of the file in which its elements lie.
    let ranges: [(tensor: String, range: Range<Int>)]

    init(name: String, folder: String) throws {
        self.name = name
        bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name).h5")))
        let json = try JSONParser.parse(
            Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))),
            byteCountMax: 1 << 20)
        var ranges: [(tensor: String, range: Range<Int>)] = []
        for member in json.objectValue ?? [] {
            for pair in member.value.arrayValue ?? [] {
                let bounds = try pair.integers()
                ranges.append((member.key, bounds[0]..<bounds[1]))
            }
        }
        self.ranges = ranges
        let sorted = ranges.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
        var free: [Range<Int>] = []
        var end = 0
        for range in sorted + [bytes.count..<bytes.count] {
            if range.lowerBound > end { free.append(end..<range.lowerBound) }
            end = max(end, range.upperBound)
        }
        structure = free
    }

    /// Everything that is no element: superblock, headers, trees, heaps and the space between.
    let structure: [Range<Int>]

    /// A place of the structure, or, one time in eight, any place of the file.
    private func place(_ random: inout SeededGenerator) -> Int {
        guard Int.random(in: 0..<8, using: &random) > 0 else {
            return Int.random(in: 0..<bytes.count, using: &random)
        }
        var place = Int.random(in: 0..<structure.reduce(0) { $0 + $1.count }, using: &random)
        for range in structure {
            if place < range.count { return range.lowerBound + place }
            place -= range.count
        }
        return 0
    }

    private static let numbers: [UInt64] = [
        0, 1, 2, 8, 0x7F, 0xFF, 0x100, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 1 << 32, 1 << 40,
        .max / 2, .max - 1, .max,
    ]

    /// The file with one to three changes that follow from `seed`.
    func mutated(seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        var copy = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = place(&random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0...2:
                copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 3...4:
                copy[place] = UInt8.random(in: .min ... .max, using: &random)
            case 5:
                copy[place] &+= Bool.random(using: &random) ? 1 : 255
            case 6...7:
                // A field of 1, 2, 4 or 8 bytes, where such fields mostly lie.
                let width = 1 << Int.random(in: 0..<4, using: &random)
                var number = Self.numbers.randomElement(using: &random)!
                if Bool.random(using: &random) { number = UInt64(bytes.count) &+ number }
                for index in 0..<width {
                    set(place / width * width + index, UInt8(number >> (8 * index) & 0xFF), &copy)
                }
            case 8:
                // A piece of the file over another.
                let source = self.place(&random)
                for index in 0..<Int.random(in: 1...64, using: &random) {
                    set(place + index, bytes[min(source + index, bytes.count - 1)], &copy)
                }
            default:
                copy = Self.resized(copy, &random)
            }
            if copy.count < bytes.count { break }
        }
        return copy
    }

    private func set(_ index: Int, _ value: UInt8, _ copy: inout [UInt8]) {
        if copy.indices.contains(index) { copy[index] = value }
    }

    private static func resized(_ copy: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        if Bool.random(using: &random) {
            return Array(copy.prefix(Int.random(in: 0..<copy.count, using: &random)))
        }
        return copy + (0..<Int.random(in: 1...64, using: &random)).map { UInt8($0) }
    }

    /// The tensors in whose elements `other` differs from this file.
    func touchedTensors(_ other: [UInt8]) -> Set<String> {
        var touched: Set<String> = []  // membership only, never iterated
        for (tensor, range) in ranges
        where range.upperBound > other.count || bytes[range] != other[range] {
            touched.insert(tensor)
        }
        return touched
    }
}
