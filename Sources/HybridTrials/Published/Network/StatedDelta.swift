package import PublishedHybrid
internal import PythonValues

/// A delta as its bytes state it, in the place of pickled tensors: a line `delta`, then a line for
/// each tensor, such as `w f16 5 1,2,3,nan,-inf`; or a line `list` for something else.
package enum StatedDelta {
    static let byteCountMax = 1 << 16

    /// Bytes of a delta with these tensors.
    static func bytes(_ tensors: [(name: String, shape: [Int], elements: [String])]) -> [UInt8] {
        let lines = tensors.map { tensor in
            let shape = tensor.shape.map(String.init).joined(separator: "x")
            return "\(tensor.name) f16 \(shape) \(tensor.elements.joined(separator: ","))\n"
        }
        return Array(("delta\n" + lines.joined()).utf8)
    }

    static let noDictionary = Array("list\n".utf8)

    /// The record of some bytes, nil for no bytes at all.
    package static func record(_ bytes: [UInt8]?) -> DeltaRecord {
        guard let bytes else { return .missing }
        if bytes.isEmpty { return .empty }
        guard bytes.count <= byteCountMax else { return .unreadable }
        if bytes == noDictionary { return .readable(.noDictionary) }
        var lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: true)[...]
        guard lines.popFirst() == "delta" else { return .unreadable }
        var delta = TensorDelta()
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 4, let tensor = tensor(words) else { return .unreadable }
            delta[PythonText(words[0])] = tensor
        }
        return .readable(.tensors(delta))
    }

    private static func tensor(_ words: [String]) -> DeltaTensor? {
        var shape: [Int] = []
        for word in words[2].split(separator: "x") {
            guard let dimension = Int(word) else { return nil }
            shape.append(dimension)
        }
        var elements: [MarkedInteger] = []
        for word in words[3].split(separator: ",") {
            switch word {
            case "nan": elements.append(.notANumber)
            case "inf": elements.append(.infinite(isNegative: false))
            case "-inf": elements.append(.infinite(isNegative: true))
            default:
                guard let value = Int(word) else { return nil }
                elements.append(.integer(Int128(value)))
            }
        }
        return TensorFormat(rawValue: words[1]).flatMap {
            DeltaTensor(format: $0, shape: shape, elements: elements)
        }
    }
}
