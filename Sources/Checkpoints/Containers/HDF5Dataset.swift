/// A dataset as the helper lists it.
struct HDF5Dataset {
    let path: String
    let typeName: String
    let dimensions: [Int]
    let byteCount: Int
    let storage: String
}
