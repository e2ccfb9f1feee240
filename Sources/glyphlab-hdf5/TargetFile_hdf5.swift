import CHDF5
import Encodings

/// An HDF5 file being written: flat, contiguous, without times, so that equal weights give equal
/// bytes.
struct TargetFile {
    private let types: FloatTypes
    private let file: hid_t

    init(path: String) throws(Refusal) {
        types = try FloatTypes()
        file = try Library.checked(
            unsafe H5Fcreate(
                path, chdf5_truncate(), chdf5_default_properties(), chdf5_default_properties()),
            "", "file", expected: "to be created")
    }

    /// Takes the elements of `dataset` from the pipe.
    func write(_ dataset: Dataset) throws(Refusal) {
        let path = dataset.path
        guard let type = types.id(named: dataset.typeName),
            H5Tget_size(type) == dataset.elementByteCount
        else {
            throw Refusal(
                path: path, what: "type", expected: "F16, BF16, F32 or F64",
                got: dataset.typeName)
        }
        let properties = try Handle(
            H5Pcreate(chdf5_dataset_creation()), close: H5Pclose, path, "properties",
            expected: "a list")
        _ = try Library.checked(
            H5Pset_obj_track_times(properties.id, false), path, "properties",
            expected: "no times to be kept")
        let sizes = dataset.dimensions.map { hsize_t($0) }
        let space = try Handle(
            unsafe H5Screate_simple(Int32(sizes.count), sizes, nil), close: H5Sclose, path,
            "shape", expected: "\(dataset.dimensions)")
        let handle = try Handle(
            unsafe H5Dcreate2(
                file, path, type, space.id, chdf5_default_properties(), properties.id,
                chdf5_default_properties()),
            close: H5Dclose, path, "dataset", expected: "to be created")
        try writeElements(dataset, handle.id, type)
    }

    /// Writes the elements frame by frame; each frame holds whole rows of the first dimension.
    private func writeElements(_ dataset: Dataset, _ id: hid_t, _ type: hid_t) throws(Refusal) {
        let rowByteCount = dataset.byteCount / dataset.dimensions[0]
        var row = 0
        while row < dataset.dimensions[0] {
            guard
                let bytes = Pipe.receive(
                    .elements, byteCountMax: HelperFrame.payloadByteCountMax),
                !bytes.isEmpty, bytes.count.isMultiple(of: rowByteCount),
                bytes.count / rowByteCount <= dataset.dimensions[0] - row
            else { ProcessLimits.exit(code: 64) }
            let count = bytes.count / rowByteCount
            let space = try Handle(
                H5Dget_space(id), close: H5Sclose, dataset.path, "dataset", expected: "a shape")
            var start = [hsize_t](repeating: 0, count: dataset.dimensions.count)
            var counts = dataset.dimensions.map { hsize_t($0) }
            start[0] = hsize_t(row)
            counts[0] = hsize_t(count)
            _ = try Library.checked(
                unsafe H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, counts, nil),
                dataset.path, "elements", expected: "rows to be selected")
            let memory = try Handle(
                unsafe H5Screate_simple(Int32(counts.count), counts, nil), close: H5Sclose,
                dataset.path, "elements", expected: "rows to be selected")
            let status = unsafe bytes.withUnsafeBytes { buffer in
                unsafe H5Dwrite(
                    id, type, memory.id, space.id, chdf5_default_properties(), buffer.baseAddress)
            }
            _ = try Library.checked(
                status, dataset.path, "elements", expected: "to be written")
            row += count
        }
    }

    func finish() throws(Refusal) {
        _ = try Library.checked(H5Fclose(file), "", "file", expected: "to be closed whole")
    }
}
