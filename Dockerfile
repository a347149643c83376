# Gradescope's image with this grader, for those who have Docker. From a clone:
#
#   python3 -m autograder build --out dist
#   docker build --tag cs148a-ps2 --file Dockerfile dist
#
# What goes in is the zip that is uploaded to Gradescope, set up as Gradescope does. docs/staff.md says how to grade in it.
FROM gradescope/autograder-base:ubuntu-22.04

COPY autograder.zip /autograder/autograder.zip
RUN python3 -m zipfile --extract /autograder/autograder.zip /autograder/source \
    && rm /autograder/autograder.zip \
    && chmod 0755 /autograder/source/setup.sh /autograder/source/run_autograder \
    && bash /autograder/source/setup.sh \
    && cp /autograder/source/run_autograder /autograder/run_autograder

WORKDIR /autograder
CMD ["/autograder/run_autograder"]
