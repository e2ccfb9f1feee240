internal import Scenarios

/// A node's stored bytes in the hands of somebody else.
struct LearningDisk {
    /// The next restart begins from these; nil for the bytes that the node holds.
    private var changed: [UInt8]?
    var isChanged: Bool { changed != nil }
    private var snapshot: [UInt8]?
    /// A line that separates the store's bytes from files beside it, as the surface has them.
    static let fileMark = "\nfile "

    /// The store's bytes, then each file beside it: its name, a line feed, its text.
    static func parts(_ bytes: [UInt8]) -> [[UInt8]] {
        let mark = Array(fileMark.utf8)
        var (parts, rest): ([[UInt8]], ArraySlice<UInt8>) = ([], bytes[...])
        while let range = rest.firstRange(of: mark) {
            parts.append(Array(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [Array(rest)]
    }

    /// **Throws:** ``StepFault`` where nothing is changed.
    mutating func change(
        _ damage: LearningDamage, held: [UInt8],
        editing edit: ([UInt8], PerProfile<FieldEdits>) throws -> [UInt8]
    ) throws {
        let before = changed ?? held
        let after: [UInt8]
        switch damage {
        case .snapshot:
            snapshot = before
            return
        case .restore:
            guard let snapshot else { throw StepFault("no snapshot was taken") }
            after = snapshot
        case .splice(let splice): after = try splice.applied(to: before)
        case .edit(let edits):
            let file = Self.parts(before)[0]
            after = try edit(file, edits) + before.dropFirst(file.count)
        case .file(let name, let text):
            after = before + Array("\(Self.fileMark)\(name)\n\(text)".utf8)
        }
        guard after != before else { throw StepFault("the damage changes nothing") }
        changed = after
    }

    /// Bytes that a restart begins from; afterwards nothing is changed.
    mutating func take() -> [UInt8]? {
        defer { changed = nil }
        return changed
    }
}

extension LearningDamage {
    var name: String {
        switch self {
        case .snapshot: "snapshot"
        case .restore: "an older copy"
        case .splice(let splice): "\(splice)"
        case .file(let name, _): "a file \(name)"
        case .edit: "members of the file"
        }
    }
}
