package io.srvlab.csi.rds.tour;

/** Something the driver answered, or a volume contained, that is not what it should have been. */
final class TourFailure extends RuntimeException {
    TourFailure(String message) {
        super(message);
    }
}
