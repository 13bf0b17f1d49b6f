/* Calls the mathematical functions of glibc by the versions that they had before glibc 2.29. That release gave these five a new version
   that does not set errno. .NET does not read errno after them, so the old versions serve it as well, and an executable that asks for
   them starts with glibc 2.28. The linker is told --wrap=pow, which sends each call of pow to __wrap_pow. */
#if defined(__x86_64__)
#define FIRST_VERSION "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define FIRST_VERSION "GLIBC_2.17"
#else
#error "the first version of libm on this processor is not known"
#endif

#define OLD(name) __asm__(".symver old_" #name "," #name "@" FIRST_VERSION)

OLD(exp);
OLD(exp2);
OLD(log);
OLD(log2);
OLD(pow);

double old_exp(double x);
double old_exp2(double x);
double old_log(double x);
double old_log2(double x);
double old_pow(double x, double y);

double __wrap_exp(double x) { return old_exp(x); }
double __wrap_exp2(double x) { return old_exp2(x); }
double __wrap_log(double x) { return old_log(x); }
double __wrap_log2(double x) { return old_log2(x); }
double __wrap_pow(double x, double y) { return old_pow(x, y); }
