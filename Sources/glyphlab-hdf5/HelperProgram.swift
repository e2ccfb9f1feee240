import Encodings

/// `glyphlab-hdf5`: reads or writes one HDF5 file for the laboratory, under limits.
///
/// libhdf5 crashes or hangs on spoiled files, so it lives in this process and not in `glyphlab`'s.
/// Frames come in on standard input and go out on standard output; see ``HelperFrame``.
///
///     glyphlab-hdf5 read  FILE MEMORY_BYTES CPU_SECONDS
///     glyphlab-hdf5 version "" MEMORY_BYTES CPU_SECONDS
///     glyphlab-hdf5 write FILE MEMORY_BYTES CPU_SECONDS FILE_BYTES
///
/// `read` answers with the listing of all datasets, then each request for one with its elements.
/// `write` takes a listing, then the elements of each dataset in the listing's order, and says that
/// it has finished after each, and after all.
@main
enum HelperProgram {
    static func main() {
        let arguments = CommandLine.arguments
        let numbers = arguments.dropFirst(3).compactMap { UInt64($0) }
        guard arguments.count >= 5, numbers.count == arguments.count - 3,
            numbers.count == (arguments[1] == "write" ? 3 : 2)
        else { ProcessLimits.exit(code: 64) }
        let path = arguments[2]
        do {
            try ProcessLimits.set(
                memoryBytes: numbers[0], cpuSeconds: numbers[1],
                writtenBytes: numbers.count > 2 ? numbers[2] : 0)
            try Library.start()
            switch arguments[1] {
            case "read": try read(path)
            case "write": try write(path)
            case "version": Pipe.send(.finished, Array(try Library.version().utf8))
            default: ProcessLimits.exit(code: 64)
            }
        } catch {
            Pipe.send(error)
        }
        // Without the library's own clean-up, which walks over structures of a hostile file.
        ProcessLimits.exit(code: 0)
    }

    private static func read(_ path: String) throws(Refusal) {
        Pipe.doing("opening the file")
        let file = try SourceFile(path: path)
        let datasets = try file.datasets()
        Pipe.send(.listing, Array(JSONValue.array(datasets.map(\.json)).compactText.utf8))
        while let request = Pipe.receive(.request, byteCountMax: 20) {
            guard let index = Int(String(decoding: request, as: UTF8.self)),
                datasets.indices.contains(index)
            else { ProcessLimits.exit(code: 64) }
            try file.send(datasets[index])
            Pipe.send(.finished, [])
        }
    }

    private static func write(_ path: String) throws(Refusal) {
        Pipe.doing("creating the file")
        guard let listing = Pipe.receive(.listing, byteCountMax: 8 << 20),
            let parsed = try? JSONParser.parse(listing, byteCountMax: 8 << 20),
            let entries = parsed.arrayValue
        else { ProcessLimits.exit(code: 64) }
        let file = try TargetFile(path: path)
        for entry in entries {
            guard let dataset = Dataset(json: entry) else { ProcessLimits.exit(code: 64) }
            Pipe.doing("writing dataset \(dataset.shownPath)")
            try file.write(dataset)
            Pipe.send(.finished, [])
        }
        Pipe.doing("closing the file")
        try file.finish()
        Pipe.send(.finished, [])
    }
}
