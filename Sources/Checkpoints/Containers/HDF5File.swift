internal import Encodings
internal import Platform

/// An HDF5 file of weights, read through the helper program `glyphlab-hdf5`.
///
/// libhdf5 never sees the file in this process. What comes from the helper is checked as if the
/// file had written it: shapes against byte counts, parts against the sum.
public final class HDF5File: TensorContainer {
    public let file: String
    public let entries: [TensorEntry]
    private let storage: [String]
    private let helper: HDF5Helper
    /// The bytes of each entry, as the helper counts them.
    private let byteCounts: [Int]

    /// Reads the listing of `path`.
    ///
    /// **Throws:** ``PlatformError`` where there is no such file or the helper cannot be started,
    /// ``CheckpointError`` where the file is refused or the helper did not survive it.
    public init(path: String, allowance: HDF5Allowance? = nil) throws {
        let byteCount = try MappedFile(path: path).byteCount
        file = path
        helper = try HDF5Helper(
            verb: "read", path: path, file: path,
            allowance: allowance ?? HDF5Allowance(fileByteCount: byteCount))
        let frame = try helper.expect([.listing])
        guard frame.payloadByteCount <= Limits.listingByteCountMax else {
            throw helper.garbled("a listing of \(frame.payloadByteCount) bytes")
        }
        let datasets = try Self.datasets(
            helper.receive(byteCount: frame.payloadByteCount), helper)
        let names = HDF5Naming.names(datasets)
        entries = zip(names, datasets).map { name, dataset in
            TensorEntry(
                name: name.text, elementTypeName: dataset.typeName, dimensions: name.dimensions)
        }
        storage = datasets.map(\.storage)
        byteCounts = datasets.map(\.byteCount)
    }

    private static func datasets(_ bytes: [UInt8], _ helper: HDF5Helper) throws -> [HDF5Dataset] {
        guard
            let json = try? JSONParser.parse(bytes, byteCountMax: Limits.listingByteCountMax),
            let entries = json.arrayValue, entries.count <= Limits.tensorCountMax
        else { throw helper.garbled("a listing that is none") }
        return try entries.map { entry in
            guard let dataset = dataset(entry) else {
                throw helper.garbled("a listing with \(entry.compactText.prefix(200))")
            }
            return dataset
        }
    }

    private static func dataset(_ json: JSONValue) -> HDF5Dataset? {
        guard let path = json.member("path")?.stringValue,
            let typeName = json.member("type")?.stringValue,
            let elementByteCount = json.member("element_bytes")?.integerValue,
            let shape = json.member("shape")?.arrayValue, shape.count <= Limits.dimensionCountMax,
            let filters = json.member("filters")?.arrayValue?.compactMap(\.stringValue)
        else { return nil }
        if let type = ElementType(rawValue: typeName), type.byteCount != elementByteCount {
            return nil
        }
        let dimensions = shape.compactMap(\.integerValue)
        var byteCount = elementByteCount
        guard dimensions.count == shape.count, byteCount > 0 else { return nil }
        for dimension in dimensions {
            let (product, overflow) = byteCount.multipliedReportingOverflow(by: dimension)
            guard dimension >= 0, !overflow else { return nil }
            byteCount = product
        }
        let chunk = json.member("chunk")?.arrayValue?.compactMap(\.integerValue)
        let parts = chunk.map { ["chunks of " + $0.map(String.init).joined(separator: " × ")] }
        return HDF5Dataset(
            path: path, typeName: typeName, dimensions: dimensions, byteCount: byteCount,
            storage: ((parts ?? ["contiguous"]) + filters).joined(separator: ", "))
    }

    /// `contiguous`, or chunks and filters.
    public func storage(ofEntry index: Int) -> String? { storage[index] }

    public func readElements(
        ofEntry index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let elementByteCount = max(1, byteCounts[index] / max(1, entries[index].elementCount))
        try helper.send(.request, Array(String(index).utf8))
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.partByteCount, alignment: 16)
        defer { unsafe buffer.deallocate() }
        var left = byteCounts[index]
        while true {
            let frame = try helper.expect([.elements, .finished])
            if frame.kind == .finished { break }
            guard frame.payloadByteCount <= left,
                frame.payloadByteCount.isMultiple(of: elementByteCount)
            else { throw helper.garbled("more elements than \(entries[index].name) has") }
            left -= frame.payloadByteCount
            for start in stride(from: 0, to: frame.payloadByteCount, by: Self.partByteCount) {
                let count = min(Self.partByteCount, frame.payloadByteCount - start)
                let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
                try unsafe helper.receive(part)
                try unsafe body(UnsafeRawBufferPointer(part))
            }
        }
        guard left == 0 else {
            throw helper.garbled("\(left) bytes too few of \(entries[index].name)")
        }
    }

    private static let partByteCount = 1 << 20

    /// The version of libhdf5 on this machine; nil where HDF5 cannot be read.
    public static var libraryVersion: String? { HDF5Helper.libraryVersion }
}
