import Encodings
import TestSupport

/// What a forger does who knows the format: alters a part and seals the file anew.
enum ForgedMutation: CaseIterable {
    case digest, state, swapRecords, zeroRecord, lendRecords, dropPrompt, repeatPrompt, swapPrompts
    case dropOperation, swapOperations, integersDigest, swapTensors, storedDigest, element
    case header, maker, version

    static func next(
        of files: [[UInt8]], using generator: inout SeededGenerator
    ) throws -> TraceMutation {
        let kind = allCases.randomElement(using: &generator) ?? .digest
        var parts = try TraceParts(files[0])
        let other = try TraceParts(files.randomElement(using: &generator) ?? files[0])
        kind.apply(to: &parts, other, using: &generator)
        let isHarmless = [.maker, .storedDigest, .swapPrompts].contains(kind)
        return TraceMutation(
            bytes: parts.sealed, description: "forged: \(kind)", isSealed: true,
            altersEvidence: !isHarmless)
    }

    private func apply(
        to parts: inout TraceParts, _ other: TraceParts, using generator: inout SeededGenerator
    ) {
        switch self {
        case .digest, .state, .swapRecords, .zeroRecord, .lendRecords:
            alterRecords(of: &parts, other, using: &generator)
        case .dropPrompt, .repeatPrompt, .swapPrompts: alterPrompts(of: &parts, using: &generator)
        case .dropOperation, .swapOperations: alterSchedule(of: &parts, using: &generator)
        case .integersDigest, .swapTensors, .storedDigest:
            alterTensors(of: &parts, using: &generator)
        case .element:
            guard let place = parts.elements.indices.randomElement(using: &generator) else { break }
            parts.elements[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case .header: parts.header.edit("run") { $0.alter(using: &generator) }
        case .maker: parts.header.edit("made_by") { $0.alter(using: &generator) }
        case .version:
            // Another version may have another layout, or this one.
            parts.magic[15] = UInt8.random(in: 0x20...0x7E, using: &generator)
        }
    }

    private func alterRecords(
        of parts: inout TraceParts, _ other: TraceParts, using generator: inout SeededGenerator
    ) {
        guard let prompt = parts.records.indices.randomElement(using: &generator),
            let place = parts.records[prompt].indices.randomElement(using: &generator)
        else { return }
        switch self {
        case .digest:
            let byte = Int.random(in: 1...32, using: &generator)
            parts.records[prompt][place][byte] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case .state: parts.records[prompt][place][0] = .random(in: 0...4, using: &generator)
        case .zeroRecord:
            let state = UInt8.random(in: 0...2, using: &generator)
            parts.records[prompt][place] = [state] + [UInt8](repeating: 0, count: 32)
        case .swapRecords:
            let second = parts.records.indices.randomElement(using: &generator) ?? prompt
            let to = parts.records[second].indices.randomElement(using: &generator) ?? place
            let record = parts.records[prompt][place]
            parts.records[prompt][place] = parts.records[second][to]
            parts.records[second][to] = record
        default:
            guard let lent = other.records.randomElement(using: &generator),
                lent.count == parts.records[prompt].count
            else { return }
            parts.records[prompt] = lent
        }
    }

    private func alterPrompts(of parts: inout TraceParts, using generator: inout SeededGenerator) {
        guard let prompt = parts.records.indices.randomElement(using: &generator) else { return }
        let other = parts.records.indices.randomElement(using: &generator) ?? prompt
        parts.header.edit("prompts") { prompts in
            prompts.editElements { prompts in
                switch self {
                case .dropPrompt: prompts.remove(at: prompt)
                case .repeatPrompt: prompts.append(prompts[prompt])
                default: prompts.swapAt(prompt, other)
                }
            }
        }
        switch self {
        case .dropPrompt: parts.records.remove(at: prompt)
        case .repeatPrompt: parts.records.append(parts.records[prompt])
        default: parts.records.swapAt(prompt, other)
        }
    }

    private func alterSchedule(of parts: inout TraceParts, using generator: inout SeededGenerator) {
        let places = parts.records.first?.indices ?? 0..<0
        guard let place = places.randomElement(using: &generator) else { return }
        let other = places.randomElement(using: &generator) ?? place
        parts.header.edit("run", "schedule") { schedule in
            schedule.editElements { operations in
                if self == .dropOperation {
                    operations.remove(at: place)
                } else {
                    operations.swapAt(place, other)
                }
            }
        }
        for prompt in parts.records.indices {
            if self == .dropOperation {
                parts.records[prompt].remove(at: place)
            } else {
                parts.records[prompt].swapAt(place, other)
            }
        }
    }

    private func alterTensors(of parts: inout TraceParts, using generator: inout SeededGenerator) {
        guard let tensor = parts.tensors.indices.randomElement(using: &generator) else { return }
        let bit = UInt8(1) << UInt8.random(in: 0...7, using: &generator)
        switch self {
        case .integersDigest: parts.tensors[tensor][.random(in: 0..<32, using: &generator)] ^= bit
        case .storedDigest: parts.tensors[tensor][.random(in: 32..<64, using: &generator)] ^= bit
        default:
            let other = parts.tensors.indices.randomElement(using: &generator) ?? tensor
            for byte in 0..<32 {
                let lent = parts.tensors[other][byte]
                parts.tensors[other][byte] = parts.tensors[tensor][byte]
                parts.tensors[tensor][byte] = lent
            }
        }
    }
}
