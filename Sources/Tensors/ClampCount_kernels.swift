internal import CKernels

extension ClampCount {
    init(_ seen: ck_clamp_count, bound: Int64) {
        self.init(bound: bound)
        magnitudeMax = seen.magnitude
        hits = Int(seen.hits)
    }
}
