internal import TestSupport

/// Which of the changes that a disk has not yet made durable outlive a power loss.
public enum PowerLoss: Sendable, CaseIterable {
    /// Nothing does.
    case dropped
    /// All do, as when only the program is killed.
    case kept
    /// New, and no more, names do.
    case namesOnly
    /// What is in the files does, names do not.
    case contentsOnly
    /// The first ones do, over all files.
    case prefix
    /// As `prefix`, but each file has an end of its own.
    case prefixPerFile
    /// As `prefix`, and the last write breaks off at a sector's end.
    case torn
    /// Any of them do, and reach the disk in any order.
    case scattered
    /// As `scattered`, sector by sector.
    case shredded

    static let sectorSize = 512

    var isSeeded: Bool {
        switch self {
        case .dropped, .kept, .namesOnly, .contentsOnly: false
        case .prefix, .prefixPerFile, .torn, .scattered, .shredded: true
        }
    }

    /// What is kept: for each content of the disk its changes in order, and which names.
    struct Selection: Equatable {
        var changes: [[Disk.Change]]
        var names: [Bool]
    }

    func selection(of disk: Disk, using generator: inout SeededGenerator) -> Selection {
        switch self {
        case .dropped: Self.cut(disk, changesBefore: 0, namesBefore: 0)
        case .kept: Self.cut(disk, changesBefore: .max, namesBefore: .max)
        case .namesOnly: Self.cut(disk, changesBefore: 0, namesBefore: .max)
        case .contentsOnly: Self.cut(disk, changesBefore: .max, namesBefore: 0)
        case .prefix: Self.prefix(disk, tears: false, using: &generator)
        case .torn: Self.prefix(disk, tears: true, using: &generator)
        case .prefixPerFile: Self.prefixPerFile(disk, using: &generator)
        case .scattered: Self.scattered(disk, bySector: false, using: &generator)
        case .shredded: Self.scattered(disk, bySector: true, using: &generator)
        }
    }

    private static func cut(_ disk: Disk, changesBefore: Int, namesBefore: Int) -> Selection {
        Selection(
            changes: disk.contents.map { content in
                content.pending.filter { $0.isDurable || $0.position < changesBefore }
                    .map(\.change)
            },
            names: disk.pendingNames.map { $0.position < namesBefore })
    }

    private static func prefix(
        _ disk: Disk, tears: Bool, using generator: inout SeededGenerator
    ) -> Selection {
        guard let last = disk.uncertainPositions.randomElement(using: &generator) else {
            return cut(disk, changesBefore: 0, namesBefore: 0)
        }
        var selection = cut(disk, changesBefore: last + 1, namesBefore: last + 1)
        guard tears else { return selection }
        for (index, content) in disk.contents.enumerated() {
            let kept = content.pending.filter { $0.isDurable || $0.position <= last }
            guard let torn = kept.firstIndex(where: { $0.position == last && !$0.isDurable })
            else { continue }
            let pieces = sectors(of: kept[torn].change)
            let count = (0..<pieces.count).randomElement(using: &generator) ?? 0
            selection.changes[index].replaceSubrange(torn...torn, with: pieces.prefix(count))
        }
        return selection
    }

    private static func prefixPerFile(
        _ disk: Disk, using generator: inout SeededGenerator
    ) -> Selection {
        let uncertain = disk.uncertainPositions
        let ends = [0] + uncertain.map { $0 + 1 }
        var selection = cut(
            disk, changesBefore: 0, namesBefore: ends.randomElement(using: &generator) ?? 0)
        for (index, content) in disk.contents.enumerated() where !content.pending.isEmpty {
            let own = [0] + content.pending.map { $0.position + 1 }
            let end = own.randomElement(using: &generator) ?? 0
            selection.changes[index] = content.pending
                .filter { $0.isDurable || $0.position < end }.map(\.change)
        }
        return selection
    }

    /// Only what follows the last durable change may trade places: the order before is known.
    private static func scattered(
        _ disk: Disk, bySector: Bool, using generator: inout SeededGenerator
    ) -> Selection {
        var changes: [[Disk.Change]] = []
        for content in disk.contents {
            let ordered = (content.pending.lastIndex { $0.isDurable } ?? -1) + 1
            var head: [Disk.Change] = []
            var tail: [Disk.Change] = []
            for (index, entry) in content.pending.enumerated() {
                let pieces = bySector ? sectors(of: entry.change) : [entry.change]
                for piece in pieces where entry.isDurable || Bool.random(using: &generator) {
                    if index < ordered { head.append(piece) } else { tail.append(piece) }
                }
            }
            changes.append(head + tail.shuffled(using: &generator))
        }
        return Selection(
            changes: changes,
            names: disk.pendingNames.map { _ in Bool.random(using: &generator) })
    }

    /// A write in pieces that end where the file's sectors end.
    private static func sectors(of change: Disk.Change) -> [Disk.Change] {
        guard case .write(let offset, let bytes) = change else { return [change] }
        var pieces: [Disk.Change] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let place = offset + start - bytes.startIndex
            let end = min(bytes.endIndex, start + sectorSize - place % sectorSize)
            pieces.append(.write(offset: place, bytes: bytes[start..<end]))
            start = end
        }
        return pieces
    }
}
