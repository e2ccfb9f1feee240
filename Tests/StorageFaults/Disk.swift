/// What a disk holds for certain, and what it was told since and may lose with the power.
///
/// Contents become durable when their file is synced, names when the folder is. What a failed sync
/// found unsynced stays in doubt for ever, even if a later sync works: the system may have marked
/// those pages as clean. Writes to a file that was deleted while open are not followed.
struct Disk {
    enum Change: Equatable {
        case write(offset: Int, bytes: ArraySlice<UInt8>)
        case truncate(size: Int)

        func apply(to content: inout [UInt8]) {
            switch self {
            case .truncate(let size):
                Self.resize(&content, to: size)
            case .write(let offset, let bytes):
                if content.count < offset + bytes.count {
                    Self.resize(&content, to: offset + bytes.count)
                }
                content.replaceSubrange(offset..<offset + bytes.count, with: bytes)
            }
        }

        private static func resize(_ content: inout [UInt8], to size: Int) {
            if content.count > size {
                content.removeSubrange(size...)
            } else {
                content += repeatElement(0, count: size - content.count)
            }
        }
    }

    struct PendingChange {
        let change: Change
        /// Its place in the log.
        let position: Int
        var isDurable = false
        var isInDoubt = false
    }

    /// A file without its name, so that a deleted one can come back.
    struct Content {
        var durable: [UInt8]
        var pending: [PendingChange] = []

        mutating func sync() {
            for index in pending.indices where !pending[index].isInDoubt {
                pending[index].isDurable = true
            }
            let count = pending.prefix { $0.isDurable }.count
            for entry in pending.prefix(count) { entry.change.apply(to: &durable) }
            pending.removeFirst(count)
        }

        mutating func failSync() {
            for index in pending.indices where !pending[index].isDurable {
                pending[index].isInDoubt = true
            }
        }
    }

    /// A name that was given to a content, or taken away.
    struct NameChange {
        let name: String
        let content: Int?
        let position: Int

        func apply(to names: inout [String: Int]) {
            names[name] = content
        }
    }

    private(set) var contents: [Content]
    private(set) var pendingNames: [NameChange] = []
    private var durableNames: [String: Int] = [:]  // sorted before it is iterated
    private var liveNames: [String: Int] = [:]  // never iterated

    init(_ start: FolderContent) {
        contents = start.files.map { Content(durable: $0.bytes) }
        for (index, file) in start.files.enumerated() { durableNames[file.name] = index }
        liveNames = durableNames
    }

    /// Whether a power loss now has more than one outcome.
    var hasPending: Bool {
        !pendingNames.isEmpty || contents.contains { !$0.pending.isEmpty }
    }

    /// The places in the log of all that could be lost.
    var uncertainPositions: [Int] {
        let changes = contents.flatMap(\.pending).filter { !$0.isDurable }.map(\.position)
        return (changes + pendingNames.map(\.position)).sorted()
    }

    mutating func apply(_ operation: Operation, at position: Int) {
        switch operation.action {
        case .mark: return
        case .create:
            contents.append(Content(durable: []))
            rename(operation.file, contents.count - 1, position)
        case .delete(let syncsFolder):
            rename(operation.file, nil, position)
            if syncsFolder { syncNames() }
        case .write(let offset, let bytes):
            add(.write(offset: offset, bytes: bytes[...]), to: operation.file, position)
        case .truncate(let size):
            add(.truncate(size: size), to: operation.file, position)
        case .sync(let syncsFolder):
            if let index = liveNames[operation.file] { contents[index].sync() }
            if syncsFolder { syncNames() }
        case .failedSync:
            if let index = liveNames[operation.file] { contents[index].failSync() }
        }
    }

    private mutating func rename(_ name: String, _ content: Int?, _ position: Int) {
        liveNames[name] = content
        pendingNames.append(NameChange(name: name, content: content, position: position))
    }

    private mutating func syncNames() {
        for change in pendingNames { change.apply(to: &durableNames) }
        pendingNames = []
    }

    private mutating func add(_ change: Change, to file: String, _ position: Int) {
        guard let index = liveNames[file] else { return }
        contents[index].pending.append(PendingChange(change: change, position: position))
    }

    /// The folder after a power loss of which only these changes of each content were spared, in
    /// this order, and these of the pending names.
    func folder(changes: [[Change]], names keptNames: [Bool]) -> FolderContent {
        var names = durableNames  // sorted before it is iterated
        for (change, isKept) in zip(pendingNames, keptNames) where isKept {
            change.apply(to: &names)
        }
        return FolderContent(
            files: names.sorted { $0.key < $1.key }.map { name, index in
                var bytes = contents[index].durable
                for change in changes[index] { change.apply(to: &bytes) }
                return FolderContent.File(name: name, bytes: bytes)
            })
    }
}
