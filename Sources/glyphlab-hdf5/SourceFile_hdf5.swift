import CHDF5
import Encodings

/// An HDF5 file open for reading: its groups walked, its datasets described, no link followed that
/// leads out of the file or back.
struct SourceFile {
    static let objectCountMax = 65_536
    static let groupDepthMax = 16
    static let nameByteCountMax = 512

    let types: FloatTypes
    private let file: Handle
    private let raw: RawFile

    init(path: String) throws(Refusal) {
        types = try FloatTypes()
        file = try Handle(
            unsafe H5Fopen(path, chdf5_read_only(), chdf5_default_properties()), close: H5Fclose,
            "", "file", expected: "an HDF5 file")
        raw = try RawFile(file: file.id)
        try ProcessLimits.openNoMoreFiles()
        try raw.checkBase()
    }

    // MARK: What is in it

    /// All datasets in the order of their paths, with their storage checked.
    ///
    /// **Throws:** ``Refusal`` for the first thing that a checkpoint has no use for.
    func datasets() throws(Refusal) -> [Dataset] {
        var walk = Walk()
        _ = try object("/", in: file.id, "", &walk)
        try visit(group: "", depth: 0, &walk)
        try walk.storage.checkDisjoint()
        return walk.datasets
    }

    private struct Walk {
        var datasets: [Dataset] = []
        var storage: StorageMap = StorageMap()
        var seen: Set<haddr_t> = []  // membership only, never iterated
    }

    private func visit(group path: String, depth: Int, _ walk: inout Walk) throws(Refusal) {
        guard depth <= Self.groupDepthMax else {
            throw Refusal(
                path: path, what: "groups", expected: "at most \(Self.groupDepthMax) deep",
                got: "more")
        }
        Pipe.doing("listing group \(JSONValue.quoted("/" + path, scalarCountMax: 120))")
        let group = try Handle(
            unsafe H5Gopen2(file.id, path.isEmpty ? "/" : path, chdf5_default_properties()),
            close: H5Gclose, path, "group", expected: "a group")
        for name in try linkNames(in: group.id, path) {
            let child = path.isEmpty ? name : path + "/" + name
            switch try objectType(name, in: group.id, child, &walk) {
            case H5O_TYPE_GROUP:
                try visit(group: child, depth: depth + 1, &walk)
            case H5O_TYPE_DATASET:
                let (dataset, ranges) = try describe(child)
                walk.datasets.append(dataset)
                try walk.storage.add(ranges, of: child, fileByteCount: raw.byteCount)
            default:
                throw Refusal(
                    path: child, what: "object", expected: "a group or a dataset",
                    got: "a named datatype")
            }
        }
    }

    /// The names of a group's links; a group of too many is cut off while it is read.
    private func linkNames(in group: hid_t, _ path: String) throws(Refusal) -> [String] {
        var names: [[CChar]] = []
        let status = unsafe withUnsafeMutablePointer(to: &names) { pointer in
            unsafe chdf5_each_link(
                group,
                { _, name, _, context in
                    let names = unsafe context!.assumingMemoryBound(to: [[CChar]].self)
                    guard unsafe names.pointee.count < SourceFile.objectCountMax else { return 1 }
                    var bytes: [CChar] = []
                    var next = unsafe name!
                    while unsafe next.pointee != 0, bytes.count <= SourceFile.nameByteCountMax {
                        unsafe bytes.append(next.pointee)
                        unsafe next += 1
                    }
                    unsafe names.pointee.append(bytes)
                    return 0
                }, pointer)
        }
        guard try Library.checked(status, path, "group", expected: "links") == 0 else {
            throw Refusal(
                path: path, what: "group", expected: "at most \(Self.objectCountMax) links",
                got: "more")
        }
        var texts: [String] = []
        for name in names {
            let bytes = name.map { UInt8(bitPattern: $0) }
            guard (1...Self.nameByteCountMax).contains(bytes.count),
                UTF8Validation.firstInvalidOffset(in: bytes) == nil
            else {
                throw Refusal(
                    path: path, what: "link",
                    expected: "a name of 1 to \(Self.nameByteCountMax) bytes of UTF-8",
                    got: "another")
            }
            texts.append(String(decoding: bytes, as: UTF8.self))
        }
        return texts
    }

    /// The type of the object behind a hard link that was not met before.
    private func objectType(
        _ name: String, in group: hid_t, _ path: String, _ walk: inout Walk
    ) throws(Refusal) -> H5O_type_t {
        func refused(_ got: String) -> Refusal {
            Refusal(path: path, what: "link", expected: "a hard link", got: got)
        }
        var link = H5L_TYPE_ERROR
        _ = try Library.checked(
            unsafe chdf5_link_type(group, name, &link), path, "link", expected: "a link")
        switch link {
        case H5L_TYPE_HARD: break
        case H5L_TYPE_SOFT: throw refused("a soft link")
        case H5L_TYPE_EXTERNAL: throw refused("an external link")
        default: throw refused("a user-defined link")
        }
        return try object(name, in: group, path, &walk)
    }

    /// The type of an object that was not met before.
    private func object(
        _ name: String, in group: hid_t, _ path: String, _ walk: inout Walk
    ) throws(Refusal) -> H5O_type_t {
        var type = H5O_TYPE_UNKNOWN
        var address: haddr_t = 0
        var headerByteCount: hsize_t = 0
        _ = try Library.checked(
            unsafe chdf5_object(group, name, &type, &address, &headerByteCount), path, "object",
            expected: "an object")
        try walk.storage.add(header: address, byteCount: headerByteCount, path, raw.byteCount)
        if type == H5O_TYPE_GROUP, let structure = try GroupStructure(file: file.id, raw: raw) {
            try walk.storage.add(
                structure.ranges(header: address, byteCount: headerByteCount),
                of: "the group /" + path, fileByteCount: raw.byteCount)
        }
        guard walk.seen.insert(address).inserted else {
            throw Refusal(
                path: path, what: "link", expected: "a hard link",
                got: "a second link to an object met before")
        }
        guard walk.seen.count <= Self.objectCountMax else {
            throw Refusal(
                path: path, what: "objects", expected: "at most \(Self.objectCountMax)",
                got: "more")
        }
        return type
    }

    /// Opens a dataset that the walk has seen.
    func open(_ path: String) throws(Refusal) -> Handle {
        try Handle(
            unsafe H5Dopen2(file.id, path, chdf5_default_properties()), close: H5Dclose, path,
            "dataset", expected: "a dataset")
    }
}
