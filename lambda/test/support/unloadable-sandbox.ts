/** A sandbox whose program ends while it loads, as without one of its libraries. */
throw new Error('libvips.so: cannot open shared object file');
