internal import Encodings
internal import Platform

/// safetensors in several files, with the index that tells which tensor lies in which.
///
/// Strict: the index names every tensor of every shard and nothing else. Its metadata say nothing
/// that is needed: writers counted `total_size` in several ways, some of them in fractions.
/// **Source:** the sharded checkpoints of huggingface/transformers.
public struct ShardedSafetensors: TensorContainer {
    public let file: String
    public let entries: [TensorEntry]
    private let shards: [SafetensorsFile]
    /// The shard of each entry, and its place there.
    private let places: [(shard: Int, index: Int)]

    /// **Throws:** ``PlatformError`` where a file is missing, ``CheckpointError``.
    init(folder: String, indexName: String) throws {
        let path = Folder.path(folder, indexName)
        let index = try ShardIndex(
            json: WholeFile.read(path, byteCountMax: Limits.headerByteCountMax), file: path)
        file = path
        var shards: [SafetensorsFile] = []
        var entries: [TensorEntry] = []
        var places: [(shard: Int, index: Int)] = []
        // Each shard is held against the index before the next is opened, so that all of them
        // together hold no more tensors than one index may name.
        for (number, name) in index.shardNames.enumerated() {
            try GitLFSPointer.refuse(Folder.path(folder, name))
            let shard = try SafetensorsFile(path: Folder.path(folder, name))
            shards.append(shard)
            for (place, entry) in shard.entries.enumerated() {
                guard index.shard(of: entry.name) == number else {
                    throw CheckpointError.shard(
                        file: path, tensor: entry.name,
                        expected: "it in \(index.shardName(of: entry.name) ?? "no shard")",
                        got: name)
                }
                entries.append(entry)
                places.append((number, place))
            }
        }
        // No shard holds a tensor twice or one of another's, so equal counts mean equal sets.
        if entries.count != index.tensorNames.count {
            let held = Set(entries.map { Array($0.name.utf8) })  // membership only, never iterated
            for name in index.tensorNames where !held.contains(Array(name.utf8)) {
                throw CheckpointError.shard(
                    file: path, tensor: name, expected: "it in \(index.shardName(of: name)!)",
                    got: "no such tensor there")
            }
        }
        self.shards = shards
        self.entries = entries
        self.places = places
    }

    public func readElements(
        ofEntry index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let place = places[index]
        try unsafe shards[place.shard].readElements(ofEntry: place.index, body)
    }
}

/// The index file: `{"metadata": {…}, "weight_map": {tensor: file}}`.
struct ShardIndex {
    /// In the order in which they are first named.
    let shardNames: [String]
    let tensorNames: [String]
    private let shards: [[UInt8]: Int]  // by the tensor's name; looked up, never iterated

    /// **Throws:** ``CheckpointError`` where the text is no such index, a shard's name is no plain
    /// file name, or there are too many of either.
    init(json bytes: [UInt8], file: String) throws(CheckpointError) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Limits.headerByteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        guard let map = document.member("weight_map")?.objectValue,
            map.count <= Limits.tensorCountMax
        else {
            throw .header(
                file: file, what: "weight_map",
                expected: "an object of at most \(Limits.tensorCountMax) tensors",
                got: document.member("weight_map")?.kind ?? "nothing")
        }
        var shardNames: [String] = []
        var numbers: [[UInt8]: Int] = [:]  // by the shard's name; looked up, never iterated
        var shards: [[UInt8]: Int] = [:]  // looked up, never iterated
        for member in map {
            guard let name = member.value.stringValue, Self.isPlain(name) else {
                throw .entry(
                    file: file, tensor: member.key, what: "shard",
                    expected: "a plain file name that ends in .safetensors",
                    got: member.value.kind)
            }
            let number = numbers[Array(name.utf8)] ?? shardNames.count
            if number == shardNames.count {
                shardNames.append(name)
                numbers[Array(name.utf8)] = number
            }
            shards[Array(member.key.utf8)] = number
        }
        guard shardNames.count <= Limits.shardCountMax else {
            throw .header(
                file: file, what: "weight_map",
                expected: "at most \(Limits.shardCountMax) shards", got: "\(shardNames.count)")
        }
        self.shardNames = shardNames
        self.shards = shards
        tensorNames = map.map(\.key)
    }

    /// A name in the same folder; by bytes, since a slash with a mark after it is no slash to
    /// Swift's characters.
    private static func isPlain(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        return name.utf8.count <= 255 && bytes.first != UInt8(ascii: ".")
            && !bytes.contains(UInt8(ascii: "/")) && !bytes.contains(0)
            && bytes.suffix(12).elementsEqual(".safetensors".utf8)
    }

    func shard(of tensor: String) -> Int? { shards[Array(tensor.utf8)] }

    func shardName(of tensor: String) -> String? { shard(of: tensor).map { shardNames[$0] } }
}
