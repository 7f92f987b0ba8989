package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the device says when a disk or file command fails. Few of these texts were ever seen on one, hence the switch. */
enum ErrorText {
    DUPLICATE_SLOT("failure: already have such entry"),
    DUPLICATE_NQN("failure: already have such nqn"),
    FILE_USED("failure: file is already used by another disk"),
    FILE_EXISTS("file already exists"),
    NO_DIRECTORY("failure: no such directory"),
    NO_FILE("failure: no such file"),
    NO_SPACE("failure: not enough space"),
    NO_POOL("failure: disk is not mounted"),
    SLOT_TOO_LONG("failure: slot is longer than 32 characters"),
    SHRINK("failure: can not make file smaller"),
    IN_USE("failure: disk is in use"),
    NQN_FIXED("failure: nqn can not be changed"),
    BAD_SIZE("invalid value for argument file-size"),
    BAD_VALUE("invalid value of argument"),
    NO_ITEM("no such item"),
    NO_TYPE("missing value(s) of argument(s) type"),
    NO_PATH("missing value(s) of argument(s) file-path"),
    NO_SIZE("missing value(s) of argument(s) file-size"),
    NO_NAME("missing value(s) of argument(s) name"),
    WRONG_TYPE("input does not match any value of type"),
    ONLY_BTRFS("compression only available for btrfs"),
    TARGET_TOO_SMALL("failure: destination is smaller than source"),
    MOUNTED("could not unmount, stop using it first"),
    NOT_PERMITTED("not enough permissions (9)");

    private static final List<String> SENTENCES = List.of(
            "something went sideways",
            "operation did not complete",
            "value is not what it should be",
            "try another one",
            "internal state 0x51");

    private final String text;

    ErrorText(String text) {
        this.text = text;
    }

    ConsoleFailure failure(Switches switches, RandomGenerator random) {
        return new ConsoleFailure(
                switch (switches.of(Unknown.ErrorTexts.class)) {
                    case CATALOGUE -> text;
                    case WITHOUT_PREFIX -> text.replaceFirst("^failure: ", "");
                    case WITH_CODE -> text.endsWith(")") ? text : text + " (4)";
                    case RANDOM_SENTENCE ->
                        this == NOT_PERMITTED ? text : SENTENCES.get(random.nextInt(SENTENCES.size()));
                });
    }
}
