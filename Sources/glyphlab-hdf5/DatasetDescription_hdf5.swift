import CHDF5
import Encodings

extension SourceFile {
    static let dimensionCountMax = 8

    /// A dataset's type, shape and storage, and the bytes of the file that its elements take.
    ///
    /// **Throws:** ``Refusal`` for storage of any kind but contiguous and chunked, for filters but
    /// gzip and shuffle, and for elements that are not all there.
    func describe(_ path: String) throws(Refusal) -> (Dataset, [Range<Int>]) {
        Pipe.doing("describing dataset \(JSONValue.quoted(path, scalarCountMax: 120))")
        let handle = try open(path)
        let properties = try Handle(
            H5Dget_create_plist(handle.id), close: H5Pclose, path, "dataset",
            expected: "properties")
        let externalCount = try Library.checked(
            H5Pget_external_count(properties.id), path, "storage", expected: "a kind of storage")
        guard externalCount == 0 else {
            throw Refusal(
                path: path, what: "storage", expected: "elements in this file",
                got: "external storage in \(externalCount) files")
        }
        let dimensions = try dimensions(of: handle.id, path)
        let type = try Handle(
            H5Dget_type(handle.id), close: H5Tclose, path, "dataset", expected: "a type")
        let chunk = try chunk(of: properties.id, dimensions, path)
        let dataset = Dataset(
            path: path, typeName: types.name(of: type.id),
            elementByteCount: H5Tget_size(type.id), dimensions: dimensions, chunk: chunk,
            filters: try filters(
                of: properties.id, elementByteCount: H5Tget_size(type.id), path))
        try checkSize(dataset)
        return (dataset, try DatasetStorage.ranges(of: handle.id, dataset))
    }

    private func dimensions(of dataset: hid_t, _ path: String) throws(Refusal) -> [Int] {
        let space = try Handle(
            H5Dget_space(dataset), close: H5Sclose, path, "dataset", expected: "a shape")
        let kind = H5Sget_simple_extent_type(space.id)
        let count = H5Sget_simple_extent_ndims(space.id)
        guard kind == H5S_SIMPLE, (1...Int32(Self.dimensionCountMax)).contains(count) else {
            throw Refusal(
                path: path, what: "shape", expected: "1 to \(Self.dimensionCountMax) dimensions",
                got: kind == H5S_SIMPLE ? "\(count)" : kind == H5S_NULL ? "none" : "a scalar")
        }
        var sizes = [hsize_t](repeating: 0, count: Int(count))
        _ = try Library.checked(
            unsafe H5Sget_simple_extent_dims(space.id, &sizes, nil), path, "shape",
            expected: "\(count) dimensions")
        return try integers(sizes, path)
    }

    private func integers(_ sizes: [hsize_t], _ path: String) throws(Refusal) -> [Int] {
        for size in sizes where size > 1 << 40 {
            throw Refusal(
                path: path, what: "shape", expected: "dimensions up to 2^40", got: "\(size)")
        }
        return sizes.map(Int.init)
    }

    private func chunk(
        of properties: hid_t, _ dimensions: [Int], _ path: String
    ) throws(Refusal) -> [Int]? {
        func refused(_ got: String) -> Refusal {
            Refusal(
                path: path, what: "storage", expected: "contiguous or chunked storage", got: got)
        }
        switch H5Pget_layout(properties) {
        case H5D_CONTIGUOUS: return nil
        case H5D_CHUNKED: break
        case H5D_COMPACT: throw refused("compact storage")
        case H5D_VIRTUAL: throw refused("a virtual dataset")
        default: throw refused("storage of another kind")
        }
        var sizes = [hsize_t](repeating: 0, count: dimensions.count)
        let count = try Library.checked(
            unsafe H5Pget_chunk(properties, Int32(sizes.count), &sizes), path, "chunks",
            expected: "a shape")
        let chunk = try integers(sizes, path)
        guard Int(count) == dimensions.count, chunk.allSatisfy({ $0 > 0 }) else {
            throw Refusal(
                path: path, what: "chunks", expected: "\(dimensions.count) dimensions from 1",
                got: "\(count): \(chunk)")
        }
        return chunk
    }

    private func filters(
        of properties: hid_t, elementByteCount: Int, _ path: String
    ) throws(Refusal) -> [String] {
        let count = try Library.checked(
            H5Pget_nfilters(properties), path, "filters", expected: "a list")
        var names: [String] = []
        for index in 0..<UInt32(count) {
            var flags: UInt32 = 0
            var values: [UInt32] = [0, 0, 0, 0]
            var valueCount = values.count
            var configuration: UInt32 = 0
            let filter = unsafe H5Pget_filter2(
                properties, index, &flags, &valueCount, &values, 0, nil, &configuration)
            let name =
                switch filter {
                case 1: "gzip"
                case 2: "shuffle"
                case 3: "fletcher32"
                case 4: "szip"
                case 5: "nbit"
                case 6: "scaleoffset"
                default: "the plug-in filter \(filter)"
                }
            guard filter == 1 || filter == 2, !names.contains(name) else {
                throw Refusal(
                    path: path, what: "filters", expected: "gzip and shuffle, each at most once",
                    got: names.contains(name) ? "\(name) again" : name)
            }
            // Shuffle sorts bytes by elements of this size; another size gives other numbers.
            guard filter != 2 || valueCount == 1 && Int(values[0]) == elementByteCount else {
                throw Refusal(
                    path: path, what: "filters",
                    expected: "shuffle of elements of \(elementByteCount) bytes",
                    got: "\(values.prefix(valueCount))")
            }
            names.append(name)
        }
        return names
    }

    /// A stranger's sizes, before anything is multiplied or allocated.
    private func checkSize(_ dataset: Dataset) throws(Refusal) {
        var size = dataset.elementByteCount
        for dimension in dataset.dimensions {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow, product <= 1 << 44 else {
                throw Refusal(
                    path: dataset.path, what: "shape", expected: "at most 2^44 bytes",
                    got: "\(dataset.dimensions)")
            }
            size = product
        }
    }
}
