// Runs the engine of veraPDF: java Verify.java FLAVOURS FILE.pdf… (flavours: 2a,3a,ua1). Prints a line for each file and
// flavour and each broken rule; exit status 0 when every file keeps every flavour.

import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Verify {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean all = true;
        for (int index = 1; index < arguments.length; index++) {
            for (String flavour : arguments[0].split(",")) {
                all &= keeps(arguments[index], PDFAFlavour.byFlavourId(flavour));
            }
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean keeps(String file, PDFAFlavour flavour) throws Exception {
        try (FileInputStream input = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(input, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, assertion.getMessage());
                }
            }
            String verdict = result.isCompliant() ? "kept" : "broken";
            System.out.printf("%s %s: %s (%d assertions)%n", file, flavour.getId(), verdict, result.getTotalAssertions());
            broken.forEach((rule, message) -> System.out.println("  " + rule + ": " + message));
            return result.isCompliant();
        }
    }
}
